<?php
/**
 * The contract of "JWT Authentication for WP REST API" 1.3.4 (Tmeister): tokens of 7 days, all errors 403, an invalid
 * token blocks public routes too. With QUIRK_EATS_BASIC it refuses every Authorization header that is not a token.
 */

require_once __DIR__ . '/jwt-tokens.php';

function quirk_tmeister_error(string $code, string $message): WP_Error
{
    return new WP_Error($code, $message, ['status' => 403]);
}

function quirk_tmeister_token(WP_REST_Request $request)
{
    if (quirk_jwt_secret() === '') {
        return quirk_tmeister_error('jwt_auth_bad_config', 'JWT is not configured properly, please contact the admin');
    }
    $user = wp_authenticate((string) $request['username'], (string) $request['password']);
    if (is_wp_error($user)) {
        return quirk_tmeister_error('[jwt_auth] ' . $user->get_error_code(), $user->get_error_message());
    }
    $now = time();
    return [
        'token' => quirk_jwt_encode([
            'iss' => get_bloginfo('url'),
            'iat' => $now,
            'nbf' => $now,
            'exp' => $now + quirk_jwt_lifetime(7 * DAY_IN_SECONDS),
            'data' => ['user' => ['id' => $user->ID]],
        ]),
        'user_email' => $user->user_email,
        'user_nicename' => $user->user_nicename,
        'user_display_name' => $user->display_name,
    ];
}

/** The claims of the token in a header, or the error that the plugin answers. */
function quirk_tmeister_check(?string $header)
{
    if (!$header) {
        return quirk_tmeister_error('jwt_auth_no_auth_header', 'Authorization header not found.');
    }
    if (!preg_match('/^Bearer (\S+)/', $header, $match)) {
        return quirk_tmeister_error('jwt_auth_bad_auth_header', 'Authorization header malformed.');
    }
    if (quirk_jwt_secret() === '') {
        return quirk_tmeister_error('jwt_auth_bad_config', 'JWT is not configured properly, please contact the admin');
    }
    try {
        $claims = quirk_jwt_decode($match[1]);
    } catch (UnexpectedValueException $error) {
        return quirk_tmeister_error('jwt_auth_invalid_token', $error->getMessage());
    }
    if ($claims['iss'] !== get_bloginfo('url')) {
        return quirk_tmeister_error('jwt_auth_bad_iss', 'The iss do not match with this server');
    }
    return $claims;
}

add_action('rest_api_init', function () {
    $open = ['methods' => 'POST', 'permission_callback' => '__return_true'];
    register_rest_route('jwt-auth/v1', 'token', $open + ['callback' => 'quirk_tmeister_token']);
    register_rest_route('jwt-auth/v1', 'token/validate', $open + ['callback' => function (WP_REST_Request $request) {
        $claims = quirk_tmeister_check($request->get_header('Authorization'));
        return is_wp_error($claims) ? $claims : ['code' => 'jwt_auth_valid_token', 'data' => ['status' => 200]];
    }]);
});
add_filter('determine_current_user', function ($user) {
    $uri = $_SERVER['REQUEST_URI'] ?? '';
    $header = $_SERVER['HTTP_AUTHORIZATION'] ?? '';
    $isRest = (defined('REST_REQUEST') && REST_REQUEST) || str_contains($uri, rest_get_url_prefix());
    if (!$header || !$isRest || str_contains($uri, 'token/validate')) {
        return $user;
    }
    if (!defined('QUIRK_EATS_BASIC') && ($user || !str_starts_with($header, 'Bearer'))) {
        return $user;
    }
    $claims = quirk_tmeister_check($header);
    if (is_wp_error($claims)) {
        add_filter('rest_pre_dispatch', fn () => $claims);
        return $user;
    }
    return $claims['data']['user']['id'];
});
