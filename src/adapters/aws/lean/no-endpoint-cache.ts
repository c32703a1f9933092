/**
 * In a bundled handler it stands in for `@aws-sdk/endpoint-cache`, where DynamoDB's client would keep
 * what it hears of endpoints. It makes one, and asks it in operations that discover their endpoints,
 * of which a handler sends none.
 */
export class EndpointCache {
  get(): never {
    return this.getEndpoint();
  }

  set(): never {
    return this.getEndpoint();
  }

  has(): never {
    return this.getEndpoint();
  }

  getEndpoint(): never {
    throw new Error(
      "Cannot discover endpoints as the bundle must hold their cache: it is left out",
    );
  }
}
