<?php
/** Application passwords are off for everybody but administrators; nothing announces it. */

add_filter('wp_is_application_passwords_available_for_user', fn ($available, $user) => user_can($user, 'manage_options'), 10, 2);
