<?php
/** A catch-all answers /wp-json/ with a page and status 200; ?rest_route= works. */

if (str_contains($_SERVER['REQUEST_URI'] ?? '', '/wp-json')) {
    header('Content-Type: text/html; charset=UTF-8');
    echo '<!DOCTYPE html><html><head><title>Welcome</title></head><body><div id="app"></div></body></html>';
    exit;
}
