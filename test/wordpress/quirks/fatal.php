<?php
/** A plugin was updated badly. */

add_action('init', fn () => function_that_an_update_removed());
