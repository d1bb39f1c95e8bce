<?php
/** Disable REST API (DRA): closed to strangers; with QUIRK_CLOSED_ROLE, to users of that role as well. */

add_filter('rest_authentication_errors', function ($access) {
    $closed = defined('QUIRK_CLOSED_ROLE') && in_array(QUIRK_CLOSED_ROLE, wp_get_current_user()->roles, true);
    if (is_user_logged_in() && !$closed) {
        return $access;
    }
    $message = 'DRA: Only authenticated users can access the REST API.';
    if (is_wp_error($access)) {
        $access->add('rest_cannot_access', $message, ['status' => rest_authorization_required_code()]);
        return $access;
    }
    return new WP_Error('rest_cannot_access', $message, ['status' => $closed ? 401 : rest_authorization_required_code()]);
}, 100);
