// Fields that nobody has filled in are not sent, so that addresses hold only what is asked for.

export function startTidying(document) {
  const onSubmit = (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "get") return;
    const empty = [...form.elements].filter((one) => one.name && one.value === "" && !one.disabled);
    for (const one of empty) one.disabled = true;
    setTimeout(() => empty.forEach((one) => (one.disabled = false)));
  };
  document.addEventListener("submit", onSubmit, { capture: true });
}
