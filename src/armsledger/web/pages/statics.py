"""The files of the browser."""

from typing import Final

from fastapi import APIRouter, HTTPException, Response

from armsledger.web.access.needs import Anyone
from armsledger.web.assets import BRIEFLY, FOREVER, PREFIX

router: Final = APIRouter(include_in_schema=False)


@router.get(PREFIX + "/{version}/{path:path}", name="static")
def get_static(desk: Anyone, version: str, path: str) -> Response:
    """Return a file; one of this version may be kept for good."""
    assets = desk.workplace.assets
    asset = assets.by_path.get(path)
    if asset is None:
        raise HTTPException(404, f"There is no file {path}.")
    headers = {"Cache-Control": FOREVER if version == assets.version else BRIEFLY}
    data = asset.data
    if asset.packed is not None:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in desk.request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"], data = "gzip", asset.packed
    return Response(data, headers=headers, media_type=asset.kind)
