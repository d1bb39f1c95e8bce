import type { Inputs } from '../../api/client.ts'

/** How articles are wanted. What is not said is as the next says: the connection, its project, the article. */
export type PublishOptions = Inputs['publications']['configure']['options']

/** Sets an option of any of its groups, or takes it away. */
export function withOption<Options extends object, Name extends keyof Options>(
  options: Options,
  name: Name,
  value: Options[Name] | null,
): Options {
  const { [name]: _, ...others } = options
  return (value === null || value === undefined ? others : { ...others, [name]: value }) as Options
}
