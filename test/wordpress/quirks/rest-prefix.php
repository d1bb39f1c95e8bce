<?php
/** The REST API lives at /api/ instead of /wp-json/. */

add_filter('rest_url_prefix', fn () => 'api');
