<?php
/** Part of every test site: keeps mail in a file instead of sending it, and loads the quirks for web requests. */

add_filter('pre_wp_mail', function ($null, $mail) {
    file_put_contents(WP_CONTENT_DIR . '/mail.jsonl', wp_json_encode($mail) . "\n", FILE_APPEND | LOCK_EX);
    return true;
}, 10, 2);

if (PHP_SAPI !== 'cli') {
    foreach (glob(__DIR__ . '/quirks/*.php') as $quirk) {
        require_once $quirk;
    }
}
