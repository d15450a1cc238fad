// Lets any page talk to a host, as vendors' hosts do.

/**
 * Names the asking origin where there is one: '*' would refuse requests with credentials, and
 * navigator.sendBeacon always sends with them.
 */
export function allowAnyOrigin(request, response) {
  const { origin } = request.headers;
  response.setHeader('access-control-allow-origin', origin ?? '*');
  if (origin) response.setHeader('access-control-allow-credentials', 'true');
  if (request.method === 'OPTIONS') {
    response.setHeader('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
  }
}
