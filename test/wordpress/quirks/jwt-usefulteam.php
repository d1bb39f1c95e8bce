<?php
/**
 * The contract of "JWT Auth" 3.0.2 (usefulteam): an envelope around everything, access tokens of 10 minutes, a refresh
 * token in an HttpOnly cookie that is exchanged at each use, per device. Where permalinks are pretty it looks for
 * "wp-json" in the address, so that a token is not seen on ?rest_route=.
 */

require_once __DIR__ . '/jwt-tokens.php';

function quirk_usefulteam_answer(int $status, string $code, string $message, array $data = []): WP_REST_Response
{
    $success = $status === 200;
    return new WP_REST_Response(['success' => $success, 'statusCode' => $status, 'code' => $code, 'message' => $message, 'data' => $data], $status);
}

function quirk_usefulteam_token(WP_REST_Request $request): WP_REST_Response
{
    if (quirk_jwt_secret() === '') {
        return quirk_usefulteam_answer(500, 'jwt_auth_bad_config', 'JWT is not configured properly.');
    }
    if (isset($_COOKIE['refresh_token'])) {
        $user = quirk_usefulteam_refresher((string) $request['device']);
        if ($user instanceof WP_REST_Response) {
            return $user;
        }
    } else {
        $user = wp_authenticate((string) $request['username'], (string) $request['password']);
    }
    if (is_wp_error($user)) {
        return quirk_usefulteam_answer(401, $user->get_error_code(), wp_strip_all_tags($user->get_error_message()));
    }
    if ($request['username'] && $request['password']) {
        quirk_usefulteam_rotate($user, (string) $request['device']);
    }
    $now = time();
    $token = quirk_jwt_encode([
        'iss' => get_bloginfo('url'),
        'iat' => $now,
        'nbf' => $now,
        'exp' => $now + quirk_jwt_lifetime(10 * MINUTE_IN_SECONDS),
        'data' => ['user' => ['id' => $user->ID]],
    ]);
    return quirk_usefulteam_answer(200, 'jwt_auth_valid_credential', 'Credential is valid', [
        'token' => $token,
        'id' => $user->ID,
        'email' => $user->user_email,
        'nicename' => $user->user_nicename,
        'displayName' => $user->display_name,
    ]);
}

/** Gives the user a new refresh token for this device; the one before is worth nothing from now on. */
function quirk_usefulteam_rotate(WP_User $user, string $device): void
{
    $token = bin2hex(random_bytes(32));
    $expires = time() + 30 * DAY_IN_SECONDS;
    setcookie('refresh_token', "$user->ID.$token", $expires, COOKIEPATH, COOKIE_DOMAIN, is_ssl(), true);
    $tokens = get_user_meta($user->ID, 'jwt_auth_refresh_tokens', true) ?: [];
    $tokens[$device] = ['token' => $token, 'expires' => $expires];
    update_user_meta($user->ID, 'jwt_auth_refresh_tokens', $tokens);
}

/** Whose refresh token the cookie is, or the error. */
function quirk_usefulteam_refresher(string $device)
{
    $parts = explode('.', $_COOKIE['refresh_token']);
    if (count($parts) !== 2 || (int) $parts[0] === 0) {
        return quirk_usefulteam_answer(401, 'jwt_auth_invalid_refresh_token', 'Invalid refresh token');
    }
    $known = get_user_meta((int) $parts[0], 'jwt_auth_refresh_tokens', true)[$device] ?? null;
    if ($known === null || $known['token'] !== $parts[1] || $known['expires'] < time()) {
        return quirk_usefulteam_answer(401, 'jwt_auth_obsolete_token', 'Token is obsolete');
    }
    return get_user_by('id', (int) $parts[0]);
}

/** The user that the Authorization header stands for, or the error. */
function quirk_usefulteam_check()
{
    $header = $_SERVER['HTTP_AUTHORIZATION'] ?? '';
    if ($header === '') {
        return quirk_usefulteam_answer(401, 'jwt_auth_no_auth_header', 'Authorization header not found.');
    }
    if (!preg_match('/^Bearer (\S+)/', $header, $match)) {
        return quirk_usefulteam_answer(401, 'jwt_auth_bad_auth_header', 'Authorization header malformed.');
    }
    if (quirk_jwt_secret() === '') {
        return quirk_usefulteam_answer(401, 'jwt_auth_bad_config', 'JWT is not configured properly.');
    }
    try {
        $claims = quirk_jwt_decode($match[1]);
    } catch (UnexpectedValueException $error) {
        return quirk_usefulteam_answer(401, 'jwt_auth_invalid_token', $error->getMessage());
    }
    if ($claims['iss'] !== get_bloginfo('url')) {
        return quirk_usefulteam_answer(401, 'jwt_auth_bad_iss', 'The iss do not match with this server.');
    }
    return $claims['data']['user']['id'];
}

add_action('rest_api_init', function () {
    $open = ['methods' => 'POST', 'permission_callback' => '__return_true'];
    register_rest_route('jwt-auth/v1', 'token', $open + ['callback' => 'quirk_usefulteam_token']);
    register_rest_route('jwt-auth/v1', 'token/validate', $open + ['callback' => function () {
        $user = quirk_usefulteam_check();
        return is_int($user) ? quirk_usefulteam_answer(200, 'jwt_auth_valid_token', 'Token is valid') : $user;
    }]);
    register_rest_route('jwt-auth/v1', 'token/refresh', $open + ['callback' => function (WP_REST_Request $request) {
        if (!isset($_COOKIE['refresh_token'])) {
            return quirk_usefulteam_answer(401, 'jwt_auth_no_auth_cookie', 'Refresh token cookie not found.');
        }
        $user = quirk_usefulteam_refresher((string) $request['device']);
        if ($user instanceof WP_REST_Response) {
            return $user;
        }
        quirk_usefulteam_rotate($user, (string) $request['device']);
        return quirk_usefulteam_answer(200, 'jwt_auth_valid_token', 'Token is valid');
    }]);
});
add_filter('determine_current_user', function ($user) {
    $uri = $_SERVER['REQUEST_URI'] ?? '';
    $slug = get_option('permalink_structure') ? rest_get_url_prefix() : '?rest_route=/';
    if (!strpos($uri, $slug) || str_contains($uri, 'token/validate')) {
        return $user;
    }
    $found = quirk_usefulteam_check();
    if (is_int($found)) {
        return $found;
    }
    $code = $found->get_data()['code'];
    if (!in_array($code, ['jwt_auth_no_auth_header', 'jwt_auth_bad_auth_header'], true)) {
        add_filter('rest_pre_dispatch', fn () => $found);
    }
    return $user;
});
