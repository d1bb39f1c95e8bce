/** How dates and numbers are written beside these words. */
export const locale = 'en'
