<?php
/** A slow host: each answer takes QUIRK_DELAY seconds (2) longer. */

usleep((int) (1_000_000 * (defined('QUIRK_DELAY') ? QUIRK_DELAY : 2)));
