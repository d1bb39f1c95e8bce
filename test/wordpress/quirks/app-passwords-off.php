<?php
/** Application passwords are off for the whole site; with QUIRK_NAMESPACE, a plugin of that REST namespace did it. */

add_filter('wp_is_application_passwords_available', '__return_false');
if (defined('QUIRK_NAMESPACE')) {
    add_action('rest_api_init', function () {
        register_rest_route(QUIRK_NAMESPACE, '/status', [
            'methods' => 'GET',
            'callback' => fn () => ['ok' => true],
            'permission_callback' => '__return_true',
        ]);
    });
}
