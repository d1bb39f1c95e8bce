<?php
/** Warnings are shown, and a plugin causes one on each request: text precedes the JSON. */

error_reporting(E_ALL);
ini_set('display_errors', '1');
ini_set('html_errors', '1');
trigger_error('Undefined array key "layout"', E_USER_WARNING);
