/** In this header the server tells the login where a request comes from; it removes any that came along. */
export const addressHeader = 'x-pressroom-address'
