<?php
/** Strangers may read everything but the users (user enumeration is prevented). */

add_filter('rest_pre_dispatch', function ($result, $server, $request) {
    $isUsers = preg_match('#^/wp/v2/users(?!/me(/|$))(/|$)#', $request->get_route());
    if (!$isUsers || is_user_logged_in()) {
        return $result;
    }
    return new WP_Error('rest_user_cannot_view', 'Sorry, you are not allowed to list users.', ['status' => 401]);
}, 10, 3);
