<?php
/** Patchstack: REST closed to strangers, under its own code. */

add_filter('rest_authentication_errors', function ($result) {
    if (!empty($result) || is_user_logged_in()) {
        return $result;
    }
    $message = 'Only authenticated users can access the REST API.';
    return new WP_Error('rest_authorization_required', $message, ['status' => 401]);
});
