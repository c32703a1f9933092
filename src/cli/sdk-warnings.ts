// Node 20 is enough for the local stack; the deployed functions run on a newer one. Set before the
// SDK is loaded, which is when it looks.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Imported for its effect: keeps the AWS SDK from warning about the Node the commands run on. */
export const SDK_WARNINGS_OFF = true;
