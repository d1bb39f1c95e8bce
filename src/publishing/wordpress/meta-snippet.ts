/** PHP for a plugin or a theme's functions.php that lets the API write these custom fields. */
export function metaSnippet(names: readonly string[]): string {
  const list = names.map((name) => `'${name.replace(/['\\]/g, '\\$&')}'`).join(', ')
  return `add_action('init', function () {
  foreach ([${list}] as $key) {
    register_post_meta('', $key, [
      'type' => 'string', 'single' => true, 'show_in_rest' => true,
      'auth_callback' => fn() => current_user_can('edit_posts'),
    ]);
  }
});`
}
