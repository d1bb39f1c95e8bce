<?php
/** Makes the tables of a network of sites ("multisite") out of the single site at $argv[1], on the host $argv[2]. */

define('WP_ALLOW_MULTISITE', true);
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

foreach ($wpdb->tables('ms_global') as $table => $name) {
    $wpdb->$table = $name;
}
install_network();
populate_network(1, $argv[2], 'administrator@wordpress.test', 'Test network', '/', false);
