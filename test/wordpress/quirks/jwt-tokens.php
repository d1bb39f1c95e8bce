<?php
/** HS256 tokens (RFC 7519), for the JWT quirks. */

/** The secret, or '' where the site has none (JWT_AUTH_SECRET_KEY is empty). */
function quirk_jwt_secret(): string
{
    return defined('JWT_AUTH_SECRET_KEY') ? JWT_AUTH_SECRET_KEY : AUTH_KEY;
}

function quirk_jwt_lifetime(int $usual): int
{
    return defined('QUIRK_JWT_LIFETIME') ? QUIRK_JWT_LIFETIME : $usual;
}

function quirk_jwt_encode(array $claims): string
{
    $text = quirk_jwt_base64(json_encode(['typ' => 'JWT', 'alg' => 'HS256'])) . '.' . quirk_jwt_base64(json_encode($claims));
    return $text . '.' . quirk_jwt_base64(hash_hmac('sha256', $text, quirk_jwt_secret(), true));
}

/** The claims of a valid token; throws with the words of the firebase/php-jwt library otherwise. */
function quirk_jwt_decode(string $token): array
{
    $parts = explode('.', $token);
    if (count($parts) !== 3) {
        throw new UnexpectedValueException('Wrong number of segments');
    }
    $expected = quirk_jwt_base64(hash_hmac('sha256', "$parts[0].$parts[1]", quirk_jwt_secret(), true));
    if (!hash_equals($expected, $parts[2])) {
        throw new UnexpectedValueException('Signature verification failed');
    }
    $claims = json_decode(base64_decode(strtr($parts[1], '-_', '+/')), true);
    if (isset($claims['exp']) && time() >= $claims['exp']) {
        throw new UnexpectedValueException('Expired token');
    }
    return $claims;
}

function quirk_jwt_base64(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
