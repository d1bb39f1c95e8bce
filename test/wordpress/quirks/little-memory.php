<?php
/** A host with less memory than a large file has bytes. */

ini_set('memory_limit', '56M');
