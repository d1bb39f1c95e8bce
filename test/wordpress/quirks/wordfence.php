<?php
/** Wordfence 8 after a fresh activation: application passwords off, with its own words on the approval page. */

add_filter('wp_is_application_passwords_available', '__return_false');
add_action('rest_api_init', function () {
    register_rest_route('wordfence/v1', '/authenticate', [
        'methods' => 'GET',
        'callback' => fn () => new WP_Error('unauthorized', 'Unauthorized', ['status' => 401]),
        'permission_callback' => '__return_true',
    ]);
});
if (str_ends_with($_SERVER['SCRIPT_FILENAME'] ?? '', '/wp-admin/authorize-application.php')) {
    add_filter('wp_die_handler', fn () => function ($message, $title, $args) {
        $ours = 'Application passwords have been disabled by Wordfence.';
        _default_wp_die_handler($message === 'Application passwords are not available.' ? $ours : $message, $title, $args);
    });
}
