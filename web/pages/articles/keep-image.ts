import { client } from '../../api/client.ts'
import { toastProblem } from '../../shared/toast.tsx'
import { editor as words } from '../../texts/en/editor.ts'

const largest = 30 * 1024 * 1024

/** Gives an image to the hub; what articles call it then, or null after telling the reader why not. */
export async function keepImage(project: string, file: File): Promise<string | null> {
  try {
    if (!isImage(file)) throw new Error(words.noImage(file.name))
    if (file.size > largest) throw new Error(words.tooLarge(file.name))
    const { src } = await client.articles.uploadImage({
      project,
      name: file.name || 'image',
      bytes: await readBytes(file),
    })
    return src
  } catch (error) {
    toastProblem(error)
    return null
  }
}

/** Not every system knows a type for the newer ones. */
function isImage({ type, name }: File): boolean {
  return type === '' ? /\.(?:heic|avif|webp)$/i.test(name) : type.startsWith('image/')
}

/** The bytes of a file in base64. */
export async function readBytes(file: File): Promise<string> {
  return await new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error(file.name))
    reader.readAsDataURL(file)
  })
}
