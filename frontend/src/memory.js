// What this browser remembers for its user. Where storage is refused, nothing is remembered.

export function recall(name) {
  return using((storage) => storage.getItem(name));
}

export function remember(name, value) {
  using((storage) => storage.setItem(name, value));
}

function using(act) {
  try {
    return act(localStorage);
  } catch (error) {
    if (error.name === "SecurityError" || error.name === "QuotaExceededError") return null;
    throw error;
  }
}
