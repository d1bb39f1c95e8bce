<?php
/** Somebody saves a post in the editor in the very moment before each change of it over the API. */

add_filter('rest_pre_insert_post', function (stdClass $prepared): stdClass {
    static $isSaving = false;
    if (!isset($prepared->ID) || $isSaving) {
        return $prepared;
    }
    $isSaving = true;
    wp_update_post(['ID' => $prepared->ID, 'post_content' => 'Somebody else was here at ' . microtime()]);
    $isSaving = false;
    return $prepared;
});
