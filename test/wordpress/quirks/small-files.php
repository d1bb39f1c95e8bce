<?php
/** A host with `upload_max_filesize` of 2 MB, in PHP's words. The setting itself is the whole PHP-FPM's, which other sites use too. */

add_filter('wp_handle_upload_prefilter', function (array $file): array {
	if ($file['size'] > 2 * MB_IN_BYTES) {
		$file['error'] = 'The uploaded file exceeds the upload_max_filesize directive in php.ini.';
	}
	return $file;
});
