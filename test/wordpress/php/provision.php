<?php
/** Gives each user of a cloned site an application password of its own; prints them as JSON by login name. */

// In a network this is its main site: users, and the fact that application passwords are in use, belong to all.
$_SERVER['HTTP_HOST'] = $argv[3];
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';
update_option('permalink_structure', $argv[2] === 'pretty' ? '/%postname%/' : '');
delete_option('rewrite_rules');
$users = [];
foreach (get_users() as $user) {
    [$password, $item] = WP_Application_Passwords::create_new_application_password($user->ID, ['name' => 'Test harness']);
    $users[$user->user_login] = [
        'id' => $user->ID,
        'username' => $user->user_login,
        'email' => $user->user_email,
        'applicationPassword' => $password,
        'applicationPasswordUuid' => $item['uuid'],
    ];
}
echo wp_json_encode($users);
