// One deployment takes a minute or two, and several run side by side.
jest.setTimeout(600_000);
