<?php
/** A host that allows QUIRK_LIMIT (10) REST requests in QUIRK_WINDOW (5) seconds, then answers 429 until it has passed. */

if (preg_match('#/wp-json|rest_route=#', $_SERVER['REQUEST_URI'] ?? '')) {
    $window = defined('QUIRK_WINDOW') ? QUIRK_WINDOW : 5;
    $file = fopen(WP_CONTENT_DIR . '/rate-limit', 'c+');
    flock($file, LOCK_EX);
    [$since, $count] = array_map('floatval', explode(' ', stream_get_contents($file) ?: '0 0'));
    if (microtime(true) - $since >= $window) {
        [$since, $count] = [microtime(true), 0];
    }
    ftruncate($file, 0);
    rewind($file);
    fwrite($file, "$since " . ++$count);
    fclose($file);
    if ($count > (defined('QUIRK_LIMIT') ? QUIRK_LIMIT : 10)) {
        http_response_code(429);
        header('Retry-After: ' . max(1, ceil($since + $window - microtime(true))));
        header('Content-Type: text/html; charset=UTF-8');
        echo '<html><head><title>429 Too Many Requests</title></head><body><h1>Too Many Requests</h1></body></html>';
        exit;
    }
}
