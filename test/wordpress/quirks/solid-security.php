<?php
/** Solid Security with "Restricted access": collections of wp/v2 are closed to strangers, the index stays open. */

add_action('rest_api_init', function () {
    register_rest_route('ithemes-security/v1', '/site-info', [
        'methods' => 'GET',
        'callback' => fn () => ['ok' => true],
        'permission_callback' => 'is_user_logged_in',
    ]);
});
add_filter('rest_dispatch_request', function ($result, $request) {
    $parts = explode('/', trim($request->get_route(), '/'));
    if ($parts[0] !== 'wp' || !isset($parts[2]) || is_user_logged_in()) {
        return $result;
    }
    if ($parts[2] === 'settings' || ($parts[2] === 'users' && ($parts[3] ?? '') === 'me')) {
        return $result;
    }
    $message = 'You do not have sufficient permission to access this endpoint. Access to REST API requests is restricted by Solid Security settings.';
    return new WP_Error('itsec_rest_api_access_restricted', $message, ['status' => 401]);
}, 10, 2);
