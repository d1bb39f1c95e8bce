import type { Site } from '../wordpress/site.ts'

interface CountedPost {
  readonly id: number
  readonly title: string
  readonly status: string
  readonly content: string
  readonly thumbnail: number
}

/** Everything that a site holds, straight out of its database: posts of any status, and the bytes of its images. */
export interface Census {
  readonly posts: readonly CountedPost[]
  /** SHA-256 of each attachment's file, hex. */
  readonly images: readonly { readonly id: number; readonly hash: string; readonly url: string }[]
}

export async function takeCensus(site: Site): Promise<Census> {
  return (await site.php(`
    global $wpdb;
    $posts = $wpdb->get_results("SELECT ID, post_title, post_status, post_content FROM $wpdb->posts
      WHERE post_type = 'post' AND post_status NOT IN ('auto-draft') AND post_title LIKE 'Article %' ORDER BY ID");
    $images = $wpdb->get_col("SELECT ID FROM $wpdb->posts WHERE post_type = 'attachment' ORDER BY ID");
    return [
      'posts' => array_map(fn($post) => ['id' => (int) $post->ID, 'title' => $post->post_title, 'status' => $post->post_status,
        'content' => $post->post_content, 'thumbnail' => (int) get_post_thumbnail_id((int) $post->ID)], $posts),
      'images' => array_map(fn($id) => ['id' => (int) $id, 'url' => wp_get_attachment_url($id),
        'hash' => file_exists(get_attached_file($id)) ? hash_file('sha256', get_attached_file($id)) : ''], $images),
    ];`)) as Census
}

/** What is there more than once, and how often. */
export function repeated(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries([...counts].filter(([, count]) => count > 1))
}
