import { refusedBy, says } from '../signature.ts'

export const testcookie = refusedBy({
  code: 'testcookie',
  layer: 'edge',
  title: 'This host lets only browsers in',
  recognise: (answer) => (says(answer, 'slowaes.decrypt') && says(answer, '__test=') ? 0.95 : 0),
  cause: () => 'with a script that a browser must run to get a cookie (__test)',
  advise: () => ({
    verdict: 'refused',
    fix: 'Free hosts of this kind (InfinityFree and others) cannot serve an API. Move the site to another host, or to a paid plan without this check.',
  }),
})
