namespace XenDma.Debugging;

/// <summary>Whether the driver asked if a mapping failed (enum map_err_types).</summary>
public enum MapErrorState
{
    /// <summary>There is nothing to ask: lists and coherent memory fail in their result (MAP_ERR_CHECK_NOT_APPLICABLE).</summary>
    NotApplicable,

    /// <summary>Not asked yet (MAP_ERR_NOT_CHECKED).</summary>
    NotChecked,

    /// <summary>Asked (MAP_ERR_CHECKED).</summary>
    Checked,
}
