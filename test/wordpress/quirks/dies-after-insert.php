<?php
/** PHP ends the first time that a post is published over the API: it is in the database, and its image and terms are not set yet. */

add_action('wp_insert_post', function (int $id, WP_Post $post, bool $isUpdate): void {
    if (!defined('REST_REQUEST') || $isUpdate || $post->post_type !== 'post' || !add_option('quirk_died', '1')) {
        return;
    }
    http_response_code(500);
    exit;
}, 10, 3);
