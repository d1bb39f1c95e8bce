<?php
/**
 * The contract of "Simple JWT Login" 4.0.0: POST /simple-jwt-login/v1/auth gives {success, data: {jwt}}; errors carry a
 * number. Its tokens are taken as Authorization: Bearer. With QUIRK_SJL_OFF its authentication is switched off (45).
 * The number was seen as data.error_code in 4.0.0; its published source says errorCode: QUIRK_SJL_KEY chooses.
 */

require_once __DIR__ . '/jwt-tokens.php';

function quirk_sjl_error(int $code, string $message, int $status): WP_REST_Response
{
    $key = defined('QUIRK_SJL_KEY') ? QUIRK_SJL_KEY : 'error_code';
    return new WP_REST_Response(['success' => false, 'data' => ['message' => $message, $key => $code]], $status);
}

add_action('rest_api_init', function () {
    register_rest_route('simple-jwt-login/v1', 'auth', [
        'methods' => 'POST',
        'permission_callback' => '__return_true',
        'callback' => function (WP_REST_Request $request) {
            if (defined('QUIRK_SJL_OFF')) {
                return quirk_sjl_error(45, 'Authentication is not enabled.', 403);
            }
            if (!isset($request['email']) && !isset($request['username'])) {
                return quirk_sjl_error(46, 'The email or username parameter is missing from request.', 422);
            }
            if (!isset($request['password'])) {
                return quirk_sjl_error(47, 'The password or password_hash parameter is missing from request.', 422);
            }
            $user = isset($request['username'])
                ? get_user_by('login', $request['username'])
                : get_user_by('email', $request['email']);
            if (!$user || !wp_check_password($request['password'], $user->user_pass, $user->ID)) {
                return quirk_sjl_error(48, 'Wrong user credentials.', 401);
            }
            $claims = [
                'iat' => time(),
                'email' => $user->user_email,
                'id' => $user->ID,
                'site' => site_url(),
                'username' => $user->user_login,
                'exp' => time() + quirk_jwt_lifetime(HOUR_IN_SECONDS),
            ];
            return ['success' => true, 'data' => ['jwt' => quirk_jwt_encode($claims)]];
        },
    ]);
});
add_filter('rest_authentication_errors', function ($errors) {
    $isOwn = str_contains($_SERVER['REQUEST_URI'] ?? '', 'simple-jwt-login');
    if (!empty($errors) || $isOwn || !preg_match('/^Bearer (\S+)/', $_SERVER['HTTP_AUTHORIZATION'] ?? '', $match)) {
        return $errors;
    }
    try {
        wp_set_current_user(quirk_jwt_decode($match[1])['id']);
        return true;
    } catch (UnexpectedValueException $error) {
        wp_send_json_error(['message' => $error->getMessage(), 'errorCode' => 14, 'type' => 'simple-jwt-login-middleware'], 401);
    }
}, 0);
