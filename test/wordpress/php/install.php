<?php
/** Installs the WordPress at $argv[1] with one user a role, and prints their passwords as JSON. */

define('WP_INSTALLING', true);
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'SERVER_NAME' => '127.0.0.1', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

$passwords = [];
foreach (explode(',', $argv[2]) as $role) {
    $passwords[$role] = wp_generate_password(20, false);
}
wp_install('Test site', 'administrator', 'administrator@wordpress.test', true, '', $passwords['administrator']);
foreach ($passwords as $role => $password) {
    if ($role !== 'administrator') {
        wp_insert_user(['user_login' => $role, 'user_email' => "$role@wordpress.test", 'user_pass' => $password, 'role' => $role]);
    }
}
update_option('permalink_structure', '/%postname%/');
echo wp_json_encode($passwords);
