/**
 * How the application of a service is reached by its name, `http://api:3000`, where the environment has Service Connect.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
 */
export interface ServiceConnectEndpoint {
  /**
   * What the application speaks on its port. Only of `'tcp'` does the proxy know nothing: choose it for databases and WebSockets. AWS
   * refuses to change it for a service that exists.
   *
   * @default 'http'
   */
  readonly protocol?: 'http' | 'http2' | 'grpc' | 'tcp';

  /**
   * Seconds after which a caller gets the status 504 for a request that is not answered: up to 300, or 0 for no such limit. A
   * connection that is idle for 300 seconds is closed in any case. Not for `'tcp'`.
   *
   * @default 15
   */
  readonly requestTimeoutSeconds?: number;
}
