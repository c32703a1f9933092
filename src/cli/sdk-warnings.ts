// Node 20 is enough for the local stack; the deployed functions run on a newer one. Set before the
// SDK is loaded, which is when it looks.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// Imported for its effect.
export {};
