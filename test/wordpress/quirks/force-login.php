<?php
/** Force Login: strangers are sent to the login page, and the REST API is closed to them. */

add_action('template_redirect', function () {
    if (!is_user_logged_in()) {
        nocache_headers();
        wp_safe_redirect(wp_login_url(home_url($_SERVER['REQUEST_URI'])), 302);
        exit;
    }
});
add_filter('rest_authentication_errors', function ($result) {
    if ($result !== null || is_user_logged_in()) {
        return $result;
    }
    return new WP_Error('rest_unauthorized', 'Only authenticated users can access the REST API.', ['status' => 401]);
}, 99);
