<?php
/** Adds the member site /member/ to the network at $argv[1] on the host $argv[2]; everybody has their role there too. */

$_SERVER['HTTP_HOST'] = $argv[2];
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';

$member = wpmu_create_blog($argv[2], '/member/', 'Member site', 1, ['public' => 1]);
if (is_wp_error($member)) {
    throw new Exception($member->get_error_message());
}
foreach (get_users() as $user) {
    add_user_to_blog($member, $user->ID, $user->user_login);
}
update_blog_option($member, 'permalink_structure', $argv[3] === 'pretty' ? '/%postname%/' : '');
delete_blog_option($member, 'rewrite_rules');
