<?php
/**
 * What a plugin brings: a post type in a namespace of its own with a taxonomy and a custom field, routes that take their
 * arguments by schema and answer all sorts, and abilities (WordPress 6.9 on) that read, change and destroy.
 */

add_action('init', function (): void {
    register_taxonomy('genre', 'book', ['label' => 'Genres', 'hierarchical' => true, 'show_in_rest' => true, 'rest_base' => 'genres']);
    register_post_type('book', [
        'label' => 'Books',
        'public' => true,
        'show_in_rest' => true,
        'rest_base' => 'books',
        'rest_namespace' => 'library/v1',
        'supports' => ['title', 'editor', 'excerpt', 'author', 'thumbnail', 'custom-fields', 'revisions'],
        'taxonomies' => ['genre'],
    ]);
    register_post_meta('book', 'isbn', ['type' => 'string', 'single' => true, 'show_in_rest' => true, 'auth_callback' => fn() => current_user_can('edit_posts')]);
});

add_action('rest_api_init', function (): void {
    $may = fn(): bool => current_user_can('edit_posts');
    $order = [
        'status' => ['type' => 'string', 'enum' => ['open', 'paid'], 'required' => true],
        'lines' => ['type' => 'array', 'items' => ['type' => 'object', 'properties' => ['count' => ['type' => 'integer', 'minimum' => 1, 'required' => true]]]],
        'note' => ['type' => 'string', 'maxLength' => 10],
    ];
    $echo = fn(WP_REST_Request $request): array => [
        'method' => $request->get_method(),
        'id' => $request['id'],
        'query' => $request->get_query_params(),
        'json' => $request->get_json_params(),
    ];
    register_rest_route('shop/v1', '/orders/(?P<id>[\d]+)', [
        ['methods' => 'GET', 'callback' => $echo, 'permission_callback' => $may, 'args' => ['tags' => ['type' => 'array', 'items' => ['type' => 'string']]]],
        ['methods' => 'PUT', 'callback' => $echo, 'permission_callback' => $may, 'args' => $order],
        ['methods' => 'DELETE', 'callback' => $echo, 'permission_callback' => $may],
    ]);
    register_rest_route('shop/v1', '/count', ['methods' => 'GET', 'callback' => fn(): int => 42, 'permission_callback' => $may]);
});

add_action('wp_abilities_api_init', function (): void {
    $ability = fn(array $annotations): array => [
        'label' => 'Shop',
        'description' => 'Of the shop',
        'category' => 'site',
        'input_schema' => ['type' => 'object', 'properties' => ['order' => ['type' => 'integer', 'minimum' => 1]], 'required' => ['order']],
        'execute_callback' => fn(array $input): string => "order {$input['order']}",
        'permission_callback' => fn(): bool => current_user_can('edit_posts'),
        'meta' => ['show_in_rest' => true, 'annotations' => $annotations],
    ];
    wp_register_ability('shop/show', $ability(['readonly' => true]));
    wp_register_ability('shop/pay', $ability(['readonly' => false, 'destructive' => false]));
    wp_register_ability('shop/erase', $ability(['destructive' => true, 'idempotent' => true]));
});
