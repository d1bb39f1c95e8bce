<?php
/**
 * As much of the four plugins for search engines as the REST API shows of them: their namespaces, and (with QUIRK_SEO_OPEN)
 * custom fields that a snippet has opened. QUIRK_SEO names the plugin.
 */

const QUIRK_SEO_PLUGINS = [
    'yoast' => ['yoast/v1', ['_yoast_wpseo_title', '_yoast_wpseo_metadesc', '_yoast_wpseo_meta-robots-noindex', '_yoast_wpseo_canonical', '_yoast_wpseo_opengraph-image']],
    'rank-math' => ['rankmath/v1', ['rank_math_title', 'rank_math_description']],
    'seopress' => ['seopress/v1', ['_seopress_titles_title', '_seopress_titles_desc', '_seopress_robots_index']],
    'aioseo' => ['aioseo/v1', []],
];

add_action('rest_api_init', function (): void {
    [$namespace] = QUIRK_SEO_PLUGINS[QUIRK_SEO];
    register_rest_route($namespace, '/about', ['methods' => 'GET', 'callback' => fn() => [], 'permission_callback' => '__return_true']);
    if (QUIRK_SEO === 'aioseo' && defined('QUIRK_SEO_OPEN')) {
        register_rest_field('post', 'aioseo_meta_data', [
            'get_callback' => fn(array $post) => get_option("quirk_aioseo_{$post['id']}") ?: null,
            'update_callback' => fn($value, WP_Post $post) => update_option("quirk_aioseo_$post->ID", $value),
            'schema' => ['type' => 'object', 'context' => ['view', 'edit']],
        ]);
    }
});

add_action('init', function (): void {
    foreach (defined('QUIRK_SEO_OPEN') ? QUIRK_SEO_PLUGINS[QUIRK_SEO][1] : [] as $key) {
        register_post_meta('', $key, ['type' => 'string', 'single' => true, 'show_in_rest' => true, 'auth_callback' => fn() => current_user_can('edit_posts')]);
    }
});
