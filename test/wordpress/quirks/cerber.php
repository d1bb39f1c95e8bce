<?php
/** WP Cerber with the REST API blocked: its page, for everybody, with credentials or without. */

if (preg_match('#/wp-json|rest_route=#', $_SERVER['REQUEST_URI'] ?? '')) {
    http_response_code(403);
    header('Content-Type: text/html; charset=UTF-8');
    echo "<!DOCTYPE html><html><head><title>403 Access Forbidden</title></head><body><h1>We're sorry, you are not allowed to proceed</h1></body></html>";
    exit;
}
