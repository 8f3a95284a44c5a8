// The workbench wants a main file; there is nothing to activate.
exports.activate = () => undefined;
