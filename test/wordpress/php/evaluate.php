<?php
/**
 * Runs the code of $input inside the WordPress at $argv[1], as its administrator; the result goes to $argv[2].
 * $argv[3] is the site's address: in a network it says which member is meant.
 */

$address = parse_url($argv[3]);
$_SERVER['HTTP_HOST'] = $address['host'] . ':' . $address['port'];
$_SERVER['REQUEST_URI'] = ($address['path'] ?? '') . '/';
require $argv[1] . '/wp-load.php';
wp_set_current_user(1);
$result = eval($input);
file_put_contents($argv[2], wp_json_encode($result));
