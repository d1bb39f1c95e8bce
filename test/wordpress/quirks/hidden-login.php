<?php
/** WPS Hide Login: wp-login.php and wp-admin lead strangers to a 404, the login page lives at /hidden-door/. */

add_action('wp_loaded', function () {
    $path = parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH);
    if (rtrim($path, '/') === rtrim(parse_url(home_url('/hidden-door'), PHP_URL_PATH), '/')) {
        global $error, $interim_login, $action, $user_login, $pagenow;
        $pagenow = 'wp-login.php';
        require ABSPATH . 'wp-login.php';
        exit;
    }
    if (is_user_logged_in() || wp_doing_ajax()) {
        return;
    }
    if (str_ends_with($path, '/wp-login.php')) {
        wp_die('Not found', 404);
    }
    if (is_admin()) {
        wp_safe_redirect(home_url('/404/'), 302);
        exit;
    }
});
add_filter('site_url', fn ($url) => str_replace('wp-login.php', 'hidden-door/', $url));
