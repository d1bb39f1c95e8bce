<?php
/** XML-RPC logins are switched off: fault 405. */

add_filter('xmlrpc_enabled', '__return_false');
