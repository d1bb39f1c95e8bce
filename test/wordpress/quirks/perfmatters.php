<?php
/** Perfmatters: REST closed when logged out; with QUIRK_ADMINS_ONLY, to everybody but administrators. */

add_filter('rest_authentication_errors', function ($result) {
    if (!empty($result)) {
        return $result;
    }
    if (defined('QUIRK_ADMINS_ONLY') ? current_user_can('manage_options') : is_user_logged_in()) {
        return $result;
    }
    $message = 'Sorry, you do not have permission to make REST API requests.';
    return new WP_Error('rest_authentication_error', $message, ['status' => 401]);
}, 20);
