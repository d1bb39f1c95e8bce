import { refusedWith } from '../signature.ts'

export const appPwOffForUser = refusedWith({
  code: 'app_pw_off_for_user',
  layer: 'login',
  title: 'This user may not use application passwords',
  codes: /^application_passwords_disabled_for_user$/,
  confidence: 0.97,
  because: 'Others on this site may use application passwords.',
  advice: {
    verdict: 'refused',
    fix: 'An administrator must allow them for this user: security plugins limit them by role (filter wp_is_application_passwords_available_for_user). Or connect with another user.',
    oneClick: false,
  },
})
