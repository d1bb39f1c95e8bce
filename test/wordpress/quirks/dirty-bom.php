<?php
/** A file of the theme was saved with a byte order mark: it precedes every answer. */

echo "\xEF\xBB\xBF";
