import type { PostFields } from '../../connectors/wordpress/write-posts.ts'

/**
 * PHP for a plugin or a theme's functions.php that lets the API write these custom fields, with values of these types: of any other,
 * WordPress refuses them when the post is stored already.
 */
export function metaSnippet(values: PostFields): string {
  const list = Object.entries(values)
    .map(([name, value]) => `    '${name.replace(/['\\]/g, '\\$&')}' => ${phpSchema(value)},`)
    .join('\n')
  return `add_action('init', function () {
  $fields = [
${list}
  ];
  foreach ($fields as $key => $schema) {
    register_post_meta('', $key, [
      'type' => $schema['type'], 'single' => true, 'show_in_rest' => ['schema' => $schema],
      'auth_callback' => fn() => current_user_can('edit_posts'),
    ]);
  }
});`
}

function phpSchema(value: PostFields[string]): string {
  if (Array.isArray(value)) return `['type' => 'array', 'items' => ${phpItems(value)}]`
  if (typeof value === 'object' && value !== null) return "['type' => 'object', 'additionalProperties' => true]"
  return `['type' => '${typeName(value)}']`
}

function phpItems(items: readonly PostFields[string][]): string {
  const schemas = new Set(items.map(phpSchema))
  // WordPress wants a type: lists of all sorts of things hold any of these.
  const any = "['type' => ['string', 'number', 'boolean', 'object', 'array']]"
  return schemas.size === 1 ? [...schemas].join('') : schemas.size === 0 ? "['type' => 'string']" : any
}

function typeName(value: PostFields[string]): 'string' | 'number' | 'boolean' {
  return typeof value === 'number' || typeof value === 'boolean' ? (typeof value as 'number' | 'boolean') : 'string'
}
