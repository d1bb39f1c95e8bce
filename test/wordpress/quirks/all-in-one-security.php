<?php
/**
 * All-In-One Security, "Disallow unauthorized REST requests". It looks before WordPress has authenticated the request,
 * so that application passwords are refused as well.
 */

add_action('rest_api_init', function () {
    if (empty(wp_get_current_user()->ID)) {
        wp_die('You are not authorized to perform this action.');
    }
});
